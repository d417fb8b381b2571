import { Route, Switch } from 'wouter';
import { DeviceList } from './list/device-list.tsx';
import { DevicePage } from './page/device-page.tsx';

/** The list of devices, and each of them. */
export function Devices() {
  return (
    <Switch>
      <Route path="/"><DeviceList /></Route>
      <Route path="/:device/:section?">{({ device, section }) => <DevicePage key={device} id={device} section={section ?? 'health'} />}</Route>
    </Switch>
  );
}
