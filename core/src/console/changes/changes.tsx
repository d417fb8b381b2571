import { Route, Switch } from 'wouter';
import { ChangePage } from './change-page.tsx';
import { ChangeList } from './change-list.tsx';
import { DriftList } from './drift-list.tsx';
import { PlanList } from './plan-list.tsx';
import { PlanPage } from './plan-page.tsx';
import { WritePage } from './write/index.ts';

/** Changes: written, planned, approved, watched, undone; and what drifted since. */
export function Changes() {
  return (
    <Switch>
      <Route path="/"><ChangeList /></Route>
      <Route path="/write"><WritePage /></Route>
      <Route path="/plans"><PlanList /></Route>
      <Route path="/plans/:plan">{({ plan }) => <PlanPage id={plan} />}</Route>
      <Route path="/drift"><DriftList /></Route>
      <Route path="/:change">{({ change }) => <ChangePage id={change} />}</Route>
    </Switch>
  );
}
