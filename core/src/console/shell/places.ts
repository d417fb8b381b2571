import { IconAlertTriangle, IconChartBar, IconHome, IconPuzzle, IconRoute, IconServer, IconSettings, IconTopologyStar3, type Icon } from '@tabler/icons-react';
import { lazy, type ComponentType } from 'react';

export interface Place {
  readonly path: string;
  readonly title: string;
  readonly icon: Icon;
  /** Key after `g` that goes there. */
  readonly key: string;
  readonly page: ComponentType;
}

/** The pages, as the navigation shows them; each is loaded when it is opened. */
export const places: readonly Place[] = [
  { path: '/', title: 'Overview', icon: IconHome, key: 'o', page: lazy(async () => import('../overview/index.ts')) },
  { path: '/devices', title: 'Devices', icon: IconServer, key: 'd', page: lazy(async () => import('../devices/index.ts')) },
  { path: '/topology', title: 'Topology', icon: IconTopologyStar3, key: 't', page: lazy(async () => import('../topology/index.ts')) },
  { path: '/incidents', title: 'Incidents', icon: IconAlertTriangle, key: 'i', page: lazy(async () => import('../incidents/index.ts')) },
  { path: '/changes', title: 'Changes', icon: IconRoute, key: 'c', page: lazy(async () => import('../changes/index.ts')) },
  { path: '/plugins', title: 'Plugins', icon: IconPuzzle, key: 'p', page: lazy(async () => import('../plugins/index.ts')) },
  { path: '/reports', title: 'Reports', icon: IconChartBar, key: 'r', page: lazy(async () => import('../reports/index.ts')) },
  { path: '/settings', title: 'Settings', icon: IconSettings, key: 's', page: lazy(async () => import('../settings/index.ts')) },
];
