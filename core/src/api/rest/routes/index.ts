import type { Route } from '../route.ts';
import { changeRoutes } from './change-routes.ts';
import { configurationRoutes } from './configuration-routes.ts';
import { credentialRoutes } from './credential-routes.ts';
import { healthRoutes } from './health-routes.ts';
import { hostRoutes } from './host-routes.ts';
import { incidentRoutes } from './incident-routes.ts';
import { networkRoutes } from './network-routes.ts';
import { notificationRoutes } from './notification-routes.ts';
import { packageRoutes } from './package-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { reportRoutes } from './report-routes.ts';
import { rolloutRoutes } from './rollout-routes.ts';
import { sessionRoutes } from './session-routes.ts';

/** All that can be asked of the host over HTTP. */
export const routes: readonly Route[] = [...sessionRoutes, ...peopleRoutes, ...networkRoutes, ...healthRoutes, ...incidentRoutes, ...notificationRoutes, ...reportRoutes, ...changeRoutes, ...configurationRoutes, ...credentialRoutes, ...rolloutRoutes, ...packageRoutes, ...hostRoutes];
