import { around, nodeText, siteNode } from '../../access/index.ts';
import type { IncidentService, Maintenance, Why } from '../../incidents/index.ts';
import type { HostServices } from '../host-services.ts';
import { narrowed } from './narrowed.ts';
import type { Among, Sees } from './sees.ts';

/** Tasks and answers of the devices in sight; maintenance of a node as soon as a site below it is. */
export function incidentsInSight({ incidents, configuration: { current } }: HostServices, sees: Sees, seesDevice: (device: string) => boolean, among: Among): IncidentService {
  const seesMaintenance = ({ of }: Maintenance): boolean =>
    'device' in of ? seesDevice(of.device) : [...current.sites.keys()].some((site) => sees(site) && around(siteNode(site), current).some((node) => nodeText(node) === nodeText(of.node)));
  const seen = (why: Why): Why => {
    const path = why.path.filter(({ device }) => seesDevice(device));
    const touched = why.lastChange?.devices.filter(({ device }) => seesDevice(device)) ?? [];
    return {
      ...why, path, cause: path.some(({ incident }) => incident === why.cause) ? why.cause : null, suppressed: why.suppressed.filter(({ device }) => seesDevice(device)),
      behind: why.behind.filter(({ device }) => seesDevice(device)), lastChange: why.lastChange === null || touched.length === 0 ? null : { ...why.lastChange, devices: touched },
    };
  };
  return narrowed(incidents, {
    tasks: (filter) => incidents.tasks({ devices: among(filter?.devices) }),
    why: async (incident) => seen(await incidents.why(incident)),
    maintenance: (at) => incidents.maintenance(at).filter(seesMaintenance),
  });
}
