import { NotYet, eventually } from '../../../support/eventually';
import { PATIENCE } from '../../service-levels';
import { CARDS, type Card, type PlansOnPages } from '../plans';
import { heading, press } from './auth-on-pages';
import type { PersonalBrowser } from './personal-browser';
import { sees, seesOrIsRefused, uses } from './sight';

/** What the chat and the settings say of a plan, and the way over the payment provider's page. */
export class PlansOnSettings implements PlansOnPages {
  constructor(private readonly browser: PersonalBrowser) {}

  async promptSays(words: string): Promise<void> {
    const tab = await this.browser.tab();
    const prompt = tab.page.getByRole('status').filter({ hasText: words });
    await sees(tab, `"${words}" in the chat`, prompt);
  }

  async followPromptAndPay(card: Card): Promise<void> {
    const tab = await this.browser.tab();
    const link = tab.page.getByRole('link', { name: 'Upgrade', exact: true });
    await uses(tab, 'the link "Upgrade"', () => link.click());
    await press(tab, 'Upgrade to Pro');
    await sees(tab, "the payment provider's own page", heading(tab, 'Pay for Pro'));
    const box = tab.page.getByLabel('Card number', { exact: true });
    await uses(tab, 'the box "Card number"', () => box.fill(CARDS[card]));
    await press(tab, 'Pay');
    await seesOrIsRefused(tab, 'the heading "Settings"', heading(tab, 'Settings'), 'pays');
  }

  async planShown(name: string): Promise<readonly string[]> {
    const tab = await this.browser.tab();
    const region = tab.page.getByRole('region', { name: 'Plan' });
    await sees(tab, `the ${name} plan`, region.getByText(`${name} plan`), PATIENCE.propagation);
    return (await region.getByRole('paragraph').allTextContents()).map((line) => line.trim());
  }

  async wordsInTheBox(): Promise<string> {
    const tab = await this.browser.tab();
    if (!tab.path().startsWith('/dashboard')) {
      const link = tab.page
        .getByRole('navigation', { name: 'Main' })
        .getByRole('link', { name: 'Dashboard' });
      await uses(tab, 'the link "Dashboard"', () => link.click());
    }
    const box = tab.page.getByRole('textbox', { name: 'Message' });
    const look = async () => {
      const words = await box.inputValue();
      if (words === '') throw new NotYet('the box is empty');
      return words;
    };
    return eventually(`The box of ${tab.who}'s chat stayed empty`, look, { within: PATIENCE.page });
  }
}
