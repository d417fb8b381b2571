import { Route, Switch } from 'wouter';
import { DiscoveryPage } from './discovery/index.ts';
import { HostKeysPage } from './host-keys-page.tsx';
import { DeviceList } from './list/device-list.tsx';
import { DevicePage } from './page/device-page.tsx';
import { TrapsPage } from './traps/index.ts';

/** The list of devices, how they are found, and each of them. */
export function Devices() {
  return (
    <Switch>
      <Route path="/"><DeviceList /></Route>
      <Route path="/discovery"><DiscoveryPage /></Route>
      <Route path="/hostkeys"><HostKeysPage /></Route>
      <Route path="/traps"><TrapsPage /></Route>
      <Route path="/:device/:section?">{({ device, section }) => <DevicePage key={device} id={device} section={section ?? 'health'} />}</Route>
    </Switch>
  );
}
