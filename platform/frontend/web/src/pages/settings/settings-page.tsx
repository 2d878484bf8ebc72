import { Heading, Page } from '../../layout/page';
import { DataSetting } from './data-setting';
import { DeleteAccountSetting } from './delete-account-setting';
import { DevicesSetting } from './devices-setting';
import { PlanSetting } from './plan-setting';
import { PreferencesSetting } from './preferences-setting';
import { ProfileSetting } from './profile-setting';

export function SettingsPage() {
  return (
    <Page title="Settings">
      <div className="settings">
        <Heading>Settings</Heading>
        <ProfileSetting />
        <PreferencesSetting />
        <DevicesSetting />
        <PlanSetting />
        <DataSetting />
        <DeleteAccountSetting />
      </div>
    </Page>
  );
}
