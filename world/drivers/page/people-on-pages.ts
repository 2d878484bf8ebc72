import type { Locator } from 'playwright-core';
import { NotYet, eventually } from '../../../support/eventually';
import { PATIENCE } from '../../service-levels';
import {
  PAGES,
  type Barrier,
  type ListedDevice,
  type PageName,
  type PagesDriver,
  type Preferences,
} from '../pages';
import { barriersOn } from './accessibility';
import { fill, heading, press } from './auth-on-pages';
import type { PersonalBrowser } from './personal-browser';
import { comesToRest, sees, seesOrIsRefused, uses } from './sight';
import type { Tab } from './tab';

/** Closing by the server that a logout asks for, and the word that goes before it. */
const ENDED_BY_LOGOUT = ['close_4004', 'token_revoked', 'session_revoked'];

/** The mean of a dark background's colours, of 255, is below this. */
const DARK = 96;

/** The pages as docs/pages.md names their parts. */
export class PeopleOnPages implements PagesDriver {
  constructor(private readonly browser: PersonalBrowser) {}

  async open(page: PageName): Promise<void> {
    const tab = await this.browser.tab();
    await tab.goTo(PAGES[page]);
    await sees(tab, 'a heading', tab.page.getByRole('heading', { level: 1 }));
  }

  async hasLoaded(): Promise<void> {
    const tab = await this.browser.tab();
    const gone = async () => {
      const [loading] = await tab.page.getByText(/^Loading /).allInnerTexts();
      if (loading !== undefined) throw new NotYet(loading);
    };
    await eventually(`${tab.who}'s page never had everything`, gone, { within: PATIENCE.page });
  }

  async title(): Promise<string> {
    const tab = await this.browser.tab();
    const title = tab.page.getByRole('heading', { level: 1 });
    await sees(tab, 'a heading', title);
    return (await title.innerText()).trim();
  }

  async showsTitle(title: string): Promise<void> {
    const tab = await this.browser.tab();
    await sees(tab, `the heading "${title}"`, heading(tab, title));
  }

  async links(): Promise<string[]> {
    const { page } = await this.browser.tab();
    const names = await page.getByRole('main').getByRole('link').allInnerTexts();
    return names.map((name) => name.trim());
  }

  async loadAgain(): Promise<void> {
    const { page } = await this.browser.tab();
    await page.reload({ timeout: PATIENCE.page, waitUntil: 'domcontentloaded' });
  }

  async saveName(name: string): Promise<void> {
    const tab = await this.settings();
    await fill(tab, 'Name', name);
    await press(tab, 'Save profile');
    await saved(tab, 'Profile saved', 'changes the name');
  }

  async savePreferences({ theme, language, notifications }: Preferences): Promise<void> {
    const tab = await this.settings();
    const { page } = tab;
    await uses(tab, 'the box "Theme"', () => page.getByLabel('Theme').selectOption({ label: theme }));
    await uses(tab, 'the box "Language"', () =>
      page.getByLabel('Language').selectOption({ label: language }),
    );
    await uses(tab, 'the box "E-mail notifications"', () =>
      page.getByLabel('E-mail notifications').setChecked(notifications),
    );
    await press(tab, 'Save preferences');
    await saved(tab, 'Preferences saved', 'changes the preferences');
  }

  async preferences(): Promise<Preferences> {
    const { page } = await this.settings();
    const chosen = (label: string) => page.getByLabel(label).locator('option:checked').innerText();
    return {
      theme: (await chosen('Theme')) as Preferences['theme'],
      language: (await chosen('Language')) as Preferences['language'],
      notifications: await page.getByLabel('E-mail notifications').isChecked(),
    };
  }

  async devices(): Promise<readonly ListedDevice[]> {
    const items = devicesOn(await this.settings()).getByRole('listitem');
    await items.first().waitFor();
    // All at one moment: an item that is looked at after it left the list would be waited for.
    return (await items.allInnerTexts()).map((text) => {
      const [name = '', ...more] = text.split('\n').map((line) => line.trim());
      return { name, isHere: more.includes('This device') };
    });
  }

  async signOutDevice(name: string): Promise<void> {
    const tab = await this.settings();
    await press(tab, `Sign out ${name}`);
    const gone = async () => {
      const listed = (await this.devices()).map((device) => device.name);
      if (listed.includes(name)) throw new NotYet(`the list has ${listed.join(', ')}`);
    };
    await eventually(`${name} never left ${tab.who}'s list of devices`, gone, { within: PATIENCE.page });
  }

  async signOutEverywhere(): Promise<void> {
    const tab = await this.settings();
    tab.watch.asksFor(ENDED_BY_LOGOUT);
    await press(tab, 'Sign out everywhere');
    await sees(tab, 'the heading "Log in"', heading(tab, 'Log in'));
  }

  async isDark(): Promise<boolean> {
    const { page } = await this.browser.tab();
    await comesToRest(page);
    const colour = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    const [red = 255, green = 255, blue = 255] = (colour.match(/[\d.]+/g) ?? []).map(Number);
    return (red + green + blue) / 3 < DARK;
  }

  async showsNotice(words: string): Promise<void> {
    const tab = await this.browser.tab();
    const notice = noticeOn(tab).filter({ hasText: words });
    await sees(tab, `the notice "${words}"`, notice, PATIENCE.health);
  }

  async showsNoNotice(): Promise<void> {
    const tab = await this.browser.tab();
    const gone = async () => {
      const [words = ''] = await noticeOn(tab).allInnerTexts();
      if (words.trim() !== '') throw new NotYet(`the notice "${words.trim()}"`);
    };
    await eventually(`The notice on ${tab.who}'s page never went`, gone, { within: PATIENCE.health });
    if (!tab.path().startsWith(PAGES['the dashboard'])) return;
    const connection = tab.page.getByRole('status', { name: 'Connection' });
    await sees(
      tab,
      'the status "Connected"',
      connection.filter({ hasText: /^Connected$/ }),
      PATIENCE.restart,
    );
  }

  async conversation(words: string): Promise<string> {
    const tab = await this.browser.tab();
    const threads = tab.page.getByRole('navigation', { name: 'Threads' });
    await uses(tab, `the conversation "${words}"`, () => threads.getByRole('link', { name: words }).click());
    const log = tab.page.getByRole('log', { name: 'Conversation' });
    const said = log.getByRole('article', { name: 'You', exact: true }).filter({ hasText: words });
    await sees(tab, `"${words}" in the conversation`, said);
    const answer = log.getByRole('article', { name: 'Assistant', exact: true }).last();
    await sees(tab, 'the answer that was given then', answer);
    return (await answer.innerText()).replace(/\s+/g, ' ').trim();
  }

  async showsNote(words: string): Promise<void> {
    const tab = await this.browser.tab();
    await sees(tab, `the note "${words}"`, tab.page.getByRole('status').filter({ hasText: words }));
  }

  async showsNoNote(words: string): Promise<void> {
    const tab = await this.browser.tab();
    const gone = async () => {
      const left = await tab.page.getByRole('status').filter({ hasText: words }).count();
      if (left > 0) throw new NotYet(`"${words}"`);
    };
    await eventually(`The note on ${tab.who}'s page never went`, gone, { within: PATIENCE.page });
  }

  async complaint(): Promise<{ readonly message: string; readonly reference: string }> {
    const tab = await this.browser.tab();
    const alert = tab.page.getByRole('alert').filter({ hasText: /\S/ }).last();
    await sees(tab, 'an alert', alert);
    const [message = '', reference = ''] = (await alert.innerText()).split('Reference:');
    return { message: message.replace(/\s+/g, ' ').trim(), reference: reference.trim() };
  }

  async deleteAccount(): Promise<void> {
    const tab = await this.browser.tab();
    tab.watch.asksFor([...ENDED_BY_LOGOUT, 'account_deleted']);
    const yes = tab.page.getByRole('button', { name: 'Delete for good' });
    if (!(await yes.isVisible())) await press(tab, 'Delete my account');
    await press(tab, 'Delete for good');
    const start = tab.page.getByRole('link', { name: 'Sign up' }).first();
    await seesOrIsRefused(tab, 'the start page', start, 'deletes the account');
  }

  async logOut(): Promise<void> {
    const tab = await this.browser.tab();
    tab.watch.asksFor(ENDED_BY_LOGOUT);
    await press(tab, 'Log out');
    const outside = () => {
      if (/^\/(dashboard|settings)/.test(tab.path())) throw new NotYet(`still on ${tab.path()}`);
    };
    await eventually(`${tab.who} was never logged out`, outside, { within: PATIENCE.page });
  }

  async closeTab(): Promise<void> {
    await this.browser.closeTab();
  }

  takePhone(): void {
    this.browser.use('phone');
  }

  async barriers(): Promise<Barrier[]> {
    return barriersOn(await this.browser.tab());
  }

  private async settings(): Promise<Tab> {
    const tab = await this.browser.tab();
    if (tab.path() !== PAGES['the settings']) await tab.goTo(PAGES['the settings']);
    await sees(tab, 'the heading "Settings"', heading(tab, 'Settings'));
    return tab;
  }
}

function devicesOn(tab: Tab): Locator {
  return tab.page.getByRole('region', { name: 'Devices' });
}

function noticeOn(tab: Tab): Locator {
  return tab.page.getByRole('status', { name: 'Service notice' });
}

async function saved(tab: Tab, words: string, doing: string): Promise<void> {
  const status = tab.page.getByRole('status').filter({ hasText: words });
  await seesOrIsRefused(tab, `the status "${words}"`, status, doing);
}
