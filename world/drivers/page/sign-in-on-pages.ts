import type { Session } from '../auth';
import type { Consent, ProviderName, SignInDriver } from '../sign-in';
import { sessionFrom, type WireSession } from '../wire/auth-over-http';
import { heading, press } from './auth-on-pages';
import type { PersonalBrowser } from './personal-browser';
import { sees, seesOrIsRefused, uses } from './sight';

/** Logging in with a provider on the pages: the button, the provider's own page, and what the browser comes back to. */
export class SignInOnPages implements SignInDriver {
  constructor(private readonly browser: PersonalBrowser) {}

  async signIn(provider: ProviderName, { email, agrees }: Consent): Promise<Session> {
    const tab = await this.browser.tab();
    await tab.goTo('/log-in');
    await press(tab, `Continue with ${provider}`);
    await sees(tab, `${provider}'s own page`, heading(tab, `Sign in to ${provider}`));
    if (agrees) {
      const box = tab.page.getByLabel(`Your e-mail address at ${provider}`, { exact: true });
      await uses(tab, `the box for the address at ${provider}`, () => box.fill(email));
    }
    await press(tab, agrees ? 'Allow' : 'Cancel');
    const dashboard = heading(tab, /^Welcome, /);
    await seesOrIsRefused(
      tab,
      'the dashboard\'s heading "Welcome, ..."',
      dashboard,
      `logs in with ${provider}`,
    );
    const { received, refreshCookie } = await tab.watch.answerTo('POST', '/auth/oauth/exchange');
    const session = received as WireSession;
    return sessionFrom({ ...session, refresh_token: refreshCookie ?? session.refresh_token });
  }
}
