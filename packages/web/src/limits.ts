/** The contracts' bounds as plain numbers: importing the schemas would bring zod into the page. limits.test.ts compares. */
export const titleMaxLength = 100;
export const descriptionMaxLength = 2000;
export const altTextMaxLength = 500;
export const displayNameMaxLength = 50;
export const commentMaxLength = 1000;
export const bioMaxLength = 300;
export const handlePattern = '(?=.{3,20}$)[a-z0-9]+(-[a-z0-9]+)*';
/** The user pool's password policy. */
export const passwordMinLength = 12;
