import { AuthFailed, NotReady, Unsupported, type HttpReader } from '@jackfield/sdk';
import { isRecord, parse } from '../../json.ts';

const mostBytes = 16 * 1_024 * 1_024;
const statuses = { unauthorized: 401, forbidden: 403, notFound: 404, badRequest: 400 } as const;

/** The `data` of an answer of Proxmox Backup Server (its API viewer). The token goes with each request by the host. */
export async function get(http: HttpReader, path: string, query: { readonly [name: string]: string } = {}): Promise<unknown> {
  const { status, body } = await http.get(`/api2/json${path}`, { query, maxBytes: mostBytes });
  if (status === statuses.unauthorized) throw new AuthFailed('Proxmox Backup Server does not take the token', { hint: 'The credential is the header "Authorization" with "PBSAPIToken=user@realm!name:secret".' });
  if (status === statuses.forbidden) throw new AuthFailed(`the token may not read ${path}`, { hint: 'Give it the role DatastoreAudit on the datastore, and Audit on /system/tasks for its jobs.' });
  if (status === statuses.notFound || status === statuses.badRequest) throw new Unsupported(`Proxmox Backup Server has no ${path}`, { hint: 'Mend the name of the datastore, or of its namespace, under "repositories".' });
  if (status !== 200) throw new NotReady(`Proxmox Backup Server answered ${path} with ${status}`);
  const json = parse(body, 'Proxmox Backup Server');
  if (!isRecord(json) || json['data'] === undefined) throw new Unsupported(`Proxmox Backup Server answered ${path} without data`);
  return json['data'];
}
