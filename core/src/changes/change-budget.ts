import { around, nodeText, siteNode, type Tree, type TreeNode } from '../access/index.ts';
import type { JackfieldError } from '../errors/index.ts';
import type { Configuration } from '../sites/index.ts';
import type { BudgetSettings } from './budget-schema.ts';
import { canonicalJson } from './canonical.ts';
import { changeSettingsOf } from './change-settings.ts';
import type { ChangeDependencies } from './dependencies.ts';
import { budgetSpent } from './errors.ts';

/** A change that counts, and what it touches. */
export interface Spent {
  readonly change: string;
  readonly devices: readonly string[];
  /** Null while it runs. */
  readonly endedAt: number | null;
}

export interface Budget extends BudgetSettings {
  readonly name: string;
  readonly place: TreeNode;
}

type Needs = { readonly inventory: Pick<ChangeDependencies['inventory'], 'find'>; readonly configuration: Pick<Configuration, 'setting'> & Tree };

/** The budgets that a change of these devices takes from. */
export function budgetsOf(devices: readonly string[], { inventory, configuration }: Needs): readonly Budget[] {
  const budgets = devices.flatMap((id) => {
    const device = inventory.find(id);
    if (device === null) return [];
    const places = around(siteNode(device.site), configuration);
    return Object.entries(changeSettingsOf(configuration, device).budgets ?? {}).flatMap(([name, budget]) => {
      // A site that the tree does not have any more counts for itself.
      const place = budget === null ? undefined : (places.find(({ level }) => level === budget.each) ?? siteNode(device.site));
      return budget === null || place === undefined ? [] : [{ ...budget, name, place }];
    });
  });
  return [...new Map(budgets.map((budget) => [canonicalJson(budget), budget])).values()];
}

/** An error for each budget that has no room for a change of these devices. */
export function overBudget(devices: readonly string[], spent: readonly Spent[], needs: Needs, now: number): readonly JackfieldError[] {
  return budgetsOf(devices, needs).flatMap((budget) => {
    const lies = (id: string): boolean => isIn(id, budget.place, needs);
    const wanted = devices.filter(lies);
    const counting = spent.map((one) => ({ ...one, devices: one.devices.filter(lies) })).filter((one) => one.devices.length > 0 && freeAt(one, budget) > now);
    const place = nodeText(budget.place);
    const most = [budget.devices === undefined ? [] : [`${budget.devices} devices`], budget.changes === undefined ? [] : [`${budget.changes} changes`]].flat().join(' and ');
    const said = `the budget ${budget.name} of ${place} is ${most} within ${hours(budget.within)}`;
    if (!hasRoom(wanted, [], budget)) return [budgetSpent(`${said}, and this change has ${new Set(wanted).size} devices there`, { hint: 'Split the change, or raise the budget; in an emergency apply with --emergency and a reason. An undo is not held up, unless it undoes an undo.' })];
    if (hasRoom(wanted, counting, budget)) return [];
    const used = `${new Set(counting.flatMap((one) => one.devices)).size} devices in ${counting.length} changes count already`;
    // What ends first makes room first.
    const times = counting.map((one) => freeAt(one, budget)).toSorted((a, b) => a - b);
    const room = times.find((time) => Number.isFinite(time) && hasRoom(wanted, counting.filter((one) => freeAt(one, budget) > time), budget));
    return [budgetSpent(`${said}, and ${used}; there is room ${room === undefined ? 'once one that runs has ended' : `from ${new Date(room).toISOString()}`}`)];
  });
}

function hasRoom(wanted: readonly string[], counting: readonly Spent[], { devices = Infinity, changes = Infinity }: Budget): boolean {
  return counting.length < changes && new Set([...wanted, ...counting.flatMap((one) => one.devices)]).size <= devices;
}

const freeAt = ({ endedAt }: Spent, { within }: Budget): number => (endedAt === null ? Infinity : endedAt + within);

function isIn(id: string, place: TreeNode, { inventory, configuration }: Needs): boolean {
  const site = inventory.find(id)?.site;
  if (site === undefined) return false;
  return [siteNode(site), ...around(siteNode(site), configuration)].some((node) => nodeText(node) === nodeText(place));
}

function hours(milliseconds: number): string {
  const minutes = Math.ceil(milliseconds / 60_000);
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${minutes} min`;
}
