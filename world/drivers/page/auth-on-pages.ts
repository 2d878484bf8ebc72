import type { JSONWebKeySet } from 'jose';
import type { Locator } from 'playwright-core';
import { eventually, NotYet } from '../../../support/eventually';
import { PATIENCE } from '../../service-levels';
import type { Account, AuthDriver, Credentials, Device, Session } from '../auth';
import { accountFrom, sessionFrom, type WireSession, type WireUser } from '../wire/auth-over-http';
import type { PersonalBrowser } from './personal-browser';
import { sees, seesOrIsRefused, uses } from './sight';
import type { Tab } from './tab';

/**
 * What people do at the auth service, done on its pages: forms are filled in, buttons are pressed, and the outcome is
 * what the page then shows. Only ids and tokens, which no page shows, are taken from what the page was answered.
 */
export class AuthOnPages implements AuthDriver {
  /** @param wire for what has no page. */
  constructor(
    private readonly browser: PersonalBrowser,
    private readonly wire: AuthDriver,
  ) {}

  async signUp({ email, password, name }: Credentials & { readonly name: string }): Promise<Account> {
    const tab = await this.browser.tab();
    await tab.goTo('/sign-up');
    await fill(tab, 'Name', name);
    await fill(tab, 'E-mail address', email);
    await fill(tab, 'Password', password);
    await press(tab, 'Sign up');
    await seesOrIsRefused(tab, 'the heading "Check your mail"', heading(tab, 'Check your mail'), 'signs up');
    await sees(tab, `the address ${email}`, tab.page.getByRole('main').getByText(email));
    const { received } = await tab.watch.answerTo('POST', '/auth/register');
    return accountFrom((received as { user: WireUser }).user);
  }

  async followVerificationLink(link: string): Promise<void> {
    const tab = await this.browser.tab();
    await tab.goTo(link);
    const good = heading(tab, 'Your address is confirmed');
    await seesOrIsRefused(
      tab,
      'the heading "Your address is confirmed"',
      good,
      'follows the link in the mail',
    );
  }

  async askForAnotherVerificationLink(email: string): Promise<void> {
    await this.wire.askForAnotherVerificationLink(email);
  }

  async logIn({ email, password }: Credentials): Promise<Session> {
    const tab = await this.browser.tab();
    await tab.goTo('/log-in');
    await fill(tab, 'E-mail address', email);
    await fill(tab, 'Password', password);
    await press(tab, 'Log in');
    await seesOrIsRefused(
      tab,
      'the dashboard\'s heading "Welcome, ..."',
      heading(tab, /^Welcome, /),
      'logs in',
    );
    const { received, refreshCookie } = await tab.watch.answerTo('POST', '/auth/login');
    const session = received as WireSession;
    return sessionFrom({ ...session, refresh_token: refreshCookie ?? session.refresh_token });
  }

  async whoAmI(session: Session): Promise<Account> {
    return this.wire.whoAmI(session);
  }

  async refresh({ accessToken }: Session): Promise<Session> {
    const { watch, who } = await this.browser.tab();
    const look = async () => {
      await watch.caughtUp();
      const newest = watch.answers.findLast(({ path, status }) => path === '/auth/refresh' && status === 200);
      const session = newest?.received as WireSession | undefined;
      if (!session || session.access_token === accessToken) throw new NotYet('no newer token');
      return sessionFrom({ ...session, refresh_token: newest?.refreshCookie ?? session.refresh_token });
    };
    return eventually(`${who}'s page never renewed the login by itself`, look, { within: PATIENCE.renewal });
  }

  async logOut(session: Session, extent?: { readonly everywhere: boolean }): Promise<void> {
    await this.wire.logOut(session, extent);
  }

  async devices(session: Session): Promise<readonly Device[]> {
    return this.wire.devices(session);
  }

  async removeDevice(session: Session, sessionId: string): Promise<void> {
    await this.wire.removeDevice(session, sessionId);
  }

  async askForNewPassword(email: string): Promise<string> {
    const tab = await this.browser.tab();
    await tab.goTo('/log-in');
    const forgotten = tab.page.getByRole('link', { name: 'Forgot your password?' });
    await uses(tab, 'the link "Forgot your password?"', () => forgotten.click());
    await fill(tab, 'E-mail address', email);
    await press(tab, 'Send the link');
    const status = tab.page.getByRole('status').filter({ hasText: 'a link is on its way' });
    await seesOrIsRefused(tab, 'the status that tells of a link', status, 'asks for a new password');
    return (await status.innerText()).trim();
  }

  async chooseNewPassword(link: string, password: string): Promise<void> {
    const tab = await this.browser.tab();
    await tab.goTo(link);
    await fill(tab, 'New password', password);
    await press(tab, 'Save the password');
    const status = tab.page.getByRole('status').filter({ hasText: 'Your new password is saved' });
    await seesOrIsRefused(tab, 'the status "Your new password is saved"', status, 'chooses a new password');
  }

  version(session: Session): Promise<string> {
    return this.wire.version(session);
  }

  changeName(session: Session, name: string, version?: string): Promise<Account> {
    return this.wire.changeName(session, name, version);
  }

  changeAddress(session: Session, email: string): Promise<Account> {
    return this.wire.changeAddress(session, email);
  }

  async publishedKeys(): Promise<JSONWebKeySet> {
    return this.wire.publishedKeys();
  }
}

export function heading(tab: Tab, name: string | RegExp): Locator {
  return tab.page.getByRole('heading', { level: 1, name, exact: true });
}

/** Boxes are found by their label; a password box has no role of its own. */
export async function fill(tab: Tab, label: string, value: string): Promise<void> {
  const box = tab.page.getByLabel(label, { exact: true });
  await uses(tab, `the box "${label}"`, () => box.fill(value));
}

export async function press(tab: Tab, name: string): Promise<void> {
  const button = tab.page.getByRole('button', { name, exact: true });
  await uses(tab, `the button "${name}"`, () => button.click());
}
