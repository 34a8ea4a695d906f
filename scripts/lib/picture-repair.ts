import type { App } from '@shutterbus/testing/app';
import { Person } from '@shutterbus/testing/person';
import { photoLike } from '@shutterbus/testing/pictures';
import { deadLetter } from '@shutterbus/testing/wanted';
import { watchSandbox } from '@shutterbus/testing/watched-sandbox';
import type { Page } from 'playwright-core';

/**
 * Breaks a function on the console's pages, lets a photo run into it, and brings that on its way again.
 * @param save takes a picture of the page under a name, numbered in the order of the steps
 */
export async function pictureRepair(
  app: App,
  page: Page,
  save: (name: string) => Promise<void>,
): Promise<void> {
  await page.goto('/_sandbox/try');
  await page
    .getByText(/^\d+ of them$/)
    .first()
    .click();
  const row = page.getByRole('listitem').filter({ hasText: /Media\s+OnThumbnailsGenerated/ });
  await row.getByLabel('What to try').selectOption('fail');
  await row.getByLabel('How many').fill('3');
  await row.getByRole('button', { name: 'Try' }).click();
  await page.getByText('the next 3 fail').waitFor();
  await save('repair-1-broken');

  const sandbox = await watchSandbox(app);
  const dora = await Person.join(app, 'Dora');
  const photo = await dora.upload(await photoLike(3, 4), { title: 'Low tide', visibility: 'public' });
  await sandbox.until(deadLetter('MediaDeadLetters'));
  await page.goto('/_sandbox/stuck');
  const card = page.locator('section').filter({ hasText: 'MediaDeadLetters' }).filter({ hasText: 'dead' });
  await card
    .getByText(/for .*OnThumbnailsGenerated/)
    .first()
    .click();
  await save('repair-2-stuck');

  await card.getByRole('link').first().click();
  const failed = page.locator('.story li').filter({ hasText: '3 failed' });
  await failed.locator('summary').click();
  await failed.scrollIntoViewIfNeeded();
  await save('repair-3-why');

  await page.goto('/_sandbox/stuck');
  await card.getByRole('button', { name: 'Redrive' }).click();
  await dora.photoWithStatus(photo.id, 'ready');
  await card.waitFor({ state: 'detached' });
  await page.goto(`/_sandbox/story?subject=${photo.id}`);
  await page.locator('.story .line').filter({ hasText: 'MediaPublished' }).last().scrollIntoViewIfNeeded();
  await save('repair-4-repaired');
}
