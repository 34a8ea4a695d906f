/**
 * Addresses of the web app that a service answers, by GET and HEAD: the app's page with what is at the address said in its head, for
 * programs that show where a link leads. They are no part of the API's document.
 */
export const pages: Record<string, readonly string[]> = {
  media: ['/photos/{path+}', '/people/{path+}'],
};
