import { useState } from 'react';
import { referenceFor, sentenceFor } from '../../calls/call';
import type { Loaded } from '../../calls/use-loaded';
import { useObservable } from '../../calls/use-observable';
import { useSubmission } from '../../calls/use-submission';
import { SubmitButton } from '../../design/button';
import { Checkbox, Select } from '../../design/field';
import { Alert, Saved } from '../../design/notices';
import { useMember } from '../../member/member';
import type { ProfileSettings, ProfileState } from '../../member/profile';
import type { Theme } from '../../theme';
import { LoadedSetting, Setting } from './setting';

const THEMES = [
  { value: 'system', name: 'System' },
  { value: 'light', name: 'Light' },
  { value: 'dark', name: 'Dark' },
] as const;

const LANGUAGES = [
  { value: 'en', name: 'English' },
  { value: 'de', name: 'Deutsch' },
  { value: 'fr', name: 'Français' },
  { value: 'es', name: 'Español' },
  { value: 'pt', name: 'Português' },
] as const;

export function PreferencesSetting() {
  const { profile } = useMember();
  const state = useObservable(profile.state);
  return (
    <Setting title="Preferences">
      <LoadedSetting loaded={settingsIn(state)} of="your preferences" onAgain={() => void profile.load()}>
        {(settings) => <PreferencesForm settings={settings} />}
      </LoadedSetting>
    </Setting>
  );
}

function settingsIn(state: ProfileState): Loaded<ProfileSettings> {
  if (state.kind === 'ready') return { kind: 'ready', value: state.profile.settings };
  return state.kind === 'failed'
    ? { kind: 'failed', sentence: sentenceFor(state.cause), reference: referenceFor(state.cause) }
    : { kind: 'loading' };
}

/** What was changed here and not saved wins over what comes from other tabs. */
function PreferencesForm({ settings }: { settings: ProfileSettings }) {
  const { profile } = useMember();
  const [changes, setChanges] = useState<Partial<ProfileSettings>>({});
  const [saved, setSaved] = useState(false);
  const { busy, refusal, submit } = useSubmission();
  const shown = { ...settings, ...changes };
  const save = async () => {
    setSaved(false);
    await profile.saveSettings(shown);
    setChanges({});
    setSaved(true);
  };
  const change = (change: Partial<ProfileSettings>) => {
    setSaved(false);
    setChanges({ ...changes, ...change });
  };
  return (
    <form className="form" onSubmit={submit(save)}>
      {refusal && <Alert reference={refusal.reference}>{refusal.sentence}</Alert>}
      <div className="setting__pair">
        <Select
          label="Theme"
          options={THEMES}
          value={shown.theme}
          onChange={({ target }) => change({ theme: target.value as Theme })}
        />
        <Select
          label="Language"
          options={LANGUAGES}
          hint="The pages speak English for now; we keep your choice."
          value={shown.language}
          onChange={({ target }) => change({ language: target.value })}
        />
      </div>
      <Checkbox
        label="E-mail notifications"
        checked={shown.email_notifications}
        onChange={({ target }) => change({ email_notifications: target.checked })}
      />
      <div className="form__actions">
        <SubmitButton busy={busy}>Save preferences</SubmitButton>
        <Saved>{saved && 'Preferences saved'}</Saved>
      </div>
    </form>
  );
}
