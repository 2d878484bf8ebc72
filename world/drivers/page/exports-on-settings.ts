import { text } from 'node:stream/consumers';
import { PATIENCE } from '../../service-levels';
import type { Session } from '../auth';
import type { ExportedFile, ExportFormat, ExportsDriver } from '../exports';
import { heading, press } from './auth-on-pages';
import type { PersonalBrowser } from './personal-browser';
import { sees, uses } from './sight';

/** Taking a file along on the settings page; it ends where the browser puts downloads. */
export class ExportsOnSettings implements ExportsDriver {
  /** @param wire for what has no page. */
  constructor(
    private readonly browser: PersonalBrowser,
    private readonly wire: ExportsDriver,
  ) {}

  async take(_session: Session, format: ExportFormat): Promise<ExportedFile> {
    const tab = await this.browser.tab();
    await tab.goTo('/settings');
    await sees(tab, 'the heading "Settings"', heading(tab, 'Settings'));
    const name = format.toUpperCase();
    await press(tab, `Export as ${name}`);
    const button = tab.page.getByRole('button', { name: `Download ${name}`, exact: true });
    await sees(tab, `the button "Download ${name}"`, button, PATIENCE.file);
    const [download] = await Promise.all([
      tab.page.waitForEvent('download', { timeout: PATIENCE.page }).catch((cause: unknown) => {
        throw new Error(
          `The browser saved no file when "Download ${name}" was pressed (waited ${PATIENCE.page / 1_000} s).`,
          { cause },
        );
      }),
      uses(tab, `the button "Download ${name}"`, () => button.click()),
    ]);
    const { received } = await tab.watch.answerTo('POST', '/api/exports');
    return {
      exportId: (received as { id: string }).id,
      name: download.suggestedFilename(),
      text: await text(await download.createReadStream()),
    };
  }

  async takeAgain(session: Session, exportId: string): Promise<ExportedFile> {
    return this.wire.takeAgain(session, exportId);
  }
}
