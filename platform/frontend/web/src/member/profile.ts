import type { Call } from '../calls/call';
import { Refused } from '../calls/call';
import { Observable } from '../calls/observable';
import type { Theme } from '../theme';

export interface ProfileSettings {
  theme: Theme;
  /** BCP 47. */
  language: string;
  email_notifications: boolean;
}

/** The backend's view of a person, as `/api/profile` and `profile_updated` show it. */
export interface ProfileView {
  user_id: string;
  email: string;
  name: string;
  email_verified: boolean;
  plan: string;
  version: number;
  settings: ProfileSettings;
}

export type ProfileState =
  { kind: 'loading' } | { kind: 'failed'; cause: unknown } | { kind: 'ready'; profile: ProfileView };

const RETRY_MS = 1_000;

export interface ProfileOptions {
  call: <T>(call: Call) => Promise<T>;
  after: (ms: number, work: () => void) => () => void;
}

/** The profile and settings of whoever is logged in, kept up to date by events. */
export class Profile {
  readonly state = new Observable<ProfileState>({ kind: 'loading' });

  constructor(private readonly options: ProfileOptions) {}

  async load(): Promise<void> {
    try {
      this.take(await this.options.call<ProfileView>({ path: '/api/profile' }));
    } catch (cause) {
      if (this.state.get().kind === 'ready') return;
      // Somebody quite new is not yet known everywhere.
      if (cause instanceof Refused && cause.code === 'profile_pending')
        this.options.after(RETRY_MS, () => void this.load());
      else this.state.set({ kind: 'failed', cause });
    }
  }

  async saveSettings(settings: Partial<ProfileSettings>): Promise<void> {
    this.take(
      await this.options.call<ProfileView>({ method: 'PATCH', path: '/api/profile', body: { settings } }),
    );
  }

  take(profile: ProfileView): void {
    this.state.set({ kind: 'ready', profile });
  }
}
