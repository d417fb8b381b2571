import { Route, Switch } from 'wouter';
import { IncidentList } from './incident-list.tsx';
import { IncidentPage } from './incident-page.tsx';
import { MaintenanceList } from './maintenance-list.tsx';
import { TaskList } from './task-list.tsx';

/** What is wrong, why, and who acknowledged it. */
export function Incidents() {
  return (
    <Switch>
      <Route path="/"><IncidentList /></Route>
      <Route path="/tasks"><TaskList /></Route>
      <Route path="/maintenance"><MaintenanceList /></Route>
      <Route path="/:incident">{({ incident }) => <IncidentPage id={incident} />}</Route>
    </Switch>
  );
}
