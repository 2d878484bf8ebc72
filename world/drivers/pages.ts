/** The pages by the names that people have for them. */
export const PAGES = {
  'the start page': '/',
  'the sign-up page': '/sign-up',
  'the login page': '/log-in',
  'the page for a forgotten password': '/forgot-password',
  'the page that asks for a look at the mail': '/check-your-mail',
  'the page for a new password': '/reset-password?token=from-a-mail',
  'a page that does not exist': '/no-such-page',
  'the dashboard': '/dashboard',
  'the settings': '/settings',
} as const;

export type PageName = keyof typeof PAGES;

export interface Preferences {
  readonly theme: 'System' | 'Light' | 'Dark';
  readonly language: 'English' | 'Deutsch' | 'Français' | 'Español' | 'Português';
  readonly notifications: boolean;
}

/** A device as the settings page lists it. */
export interface ListedDevice {
  readonly name: string;
  readonly isHere: boolean;
}

/** Something on a page that keeps somebody from using it. */
export interface Barrier {
  /** "dark, 390 px". */
  readonly look: string;
  /** "color-contrast: Elements must meet minimum color contrast ratio thresholds". */
  readonly rule: string;
  readonly element: string;
}

/** The pages that a person has open, for whoever keeps the evidence. */
export interface OpenPages {
  /** One of each open page; a page that cannot be pictured any more has none. */
  pictures(): Promise<{ readonly of: string; readonly png: Buffer }[]>;
  /** Resolves when all that the pages have done so far is evidence. */
  caughtUp(): Promise<void>;
  /** From then on nothing of them counts any more. */
  close(): Promise<void>;
}

/** What people do and see on the pages, apart from what every layer lets them do. */
export interface PagesDriver {
  open(page: PageName): Promise<void>;
  /** Resolves when nothing on the page is still being loaded. */
  hasLoaded(): Promise<void>;
  /** The page's one heading of level 1. */
  title(): Promise<string>;
  /** Resolves when the page's heading of level 1 is this one. */
  showsTitle(title: string): Promise<void>;
  /** The names of the links in the page's main part. */
  links(): Promise<string[]>;
  /** Loads the page that is open anew. */
  loadAgain(): Promise<void>;
  /** Resolves when the page says that it is saved. Throws Refused in the page's words. */
  saveName(name: string): Promise<void>;
  savePreferences(preferences: Preferences): Promise<void>;
  /** As the settings page shows them now. */
  preferences(): Promise<Preferences>;
  /** As the settings page lists them now. */
  devices(): Promise<readonly ListedDevice[]>;
  /** Resolves when the settings page no longer lists that device. */
  signOutDevice(name: string): Promise<void>;
  /** Resolves when the page asks for a login. */
  signOutEverywhere(): Promise<void>;
  /** Whether what the person sees is light on dark. */
  isDark(): Promise<boolean>;
  /** Resolves when the page tells everybody this about the service. */
  showsNotice(words: string): Promise<void>;
  /** Resolves when the page tells nothing about the service any more, and an open chat is connected. */
  showsNoNotice(): Promise<void>;
  /** Opens the conversation in which these words were said. @returns the newest answer in it, in one line. */
  conversation(words: string): Promise<string>;
  /** Resolves when the chat tells everybody who reads it this. */
  showsNote(words: string): Promise<void>;
  showsNoNote(words: string): Promise<void>;
  /** What the page says of something that could not be done. @throws where it says nothing of the kind */
  complaint(): Promise<{ readonly message: string; readonly reference: string }>;
  /** Asks for the account to be deleted, and says yes when asked for certain. Resolves on the start page. Throws Refused in the page's words. */
  deleteAccount(): Promise<void>;
  logOut(): Promise<void>;
  /** Closes the tab; the device keeps what it knows. The next look is into a new one. */
  closeTab(): Promise<void>;
  /** From now on everything happens on the person's phone. */
  takePhone(): void;
  /** What keeps somebody from using the open page: by WCAG 2.2 AA, light and dark, on a screen and on a phone. */
  barriers(): Promise<Barrier[]>;
}
