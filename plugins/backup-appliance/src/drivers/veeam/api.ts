import { AuthFailed, NotReady, Unsupported, type HttpReader } from '@jackfield/sdk';
import { isRecord, numberOf, parse, recordsOf } from '../../json.ts';

/** Revision of the API that the answers are read by: of Veeam Backup & Replication 12.2, kept by later ones. */
const revision = '1.2-rev0';
const mostBytes = 16 * 1_024 * 1_024;
const pageRows = 1_000;
/** A catalogue of more than these is not read in the time that a check has. */
const mostRows = 50_000;
const statuses = { badRequest: 400, unauthorized: 401, forbidden: 403, notFound: 404 } as const;

type Query = { readonly [name: string]: string };

/** An answer of `/api/v1` (Veeam's REST API reference). The host logs in; its token goes with each request. */
export async function get(http: HttpReader, path: string, query: Query = {}): Promise<Record<string, unknown>> {
  const { status, body } = await http.get(`/api/v1${path}`, { query, headers: { 'x-api-version': revision, accept: 'application/json' }, maxBytes: mostBytes });
  if (status === statuses.unauthorized) throw new AuthFailed('Veeam does not take the login', { hint: 'The credential is of kind http-oauth2, its path /api/oauth2/token.' });
  if (status === statuses.forbidden) throw new AuthFailed(`the user may not read ${path}`, { hint: 'Give the user the role Veeam Backup Viewer.' });
  if (status === statuses.notFound || status === statuses.badRequest) throw new Unsupported(`Veeam has no ${path} of revision ${revision}`, { hint: 'Backup & Replication 12.2 and later have it.' });
  if (status !== 200) throw new NotReady(`Veeam answered ${path} with ${status}`);
  const json = parse(body, 'Veeam');
  if (!isRecord(json)) throw new Unsupported(`Veeam answered ${path} with something that is no object`);
  return json;
}

/** All rows of a list, page by page. */
export async function rowsOf(http: HttpReader, path: string, query: Query = {}): Promise<readonly Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = [];
  for (;;) {
    const { data, pagination } = await get(http, path, { ...query, limit: String(pageRows), skip: String(rows.length) });
    const page = recordsOf(data);
    rows.push(...page);
    const total = isRecord(pagination) ? numberOf(pagination['total']) : null;
    if (page.length === 0 || rows.length >= (total ?? 0)) return rows;
    if (rows.length >= mostRows) throw new Unsupported(`Veeam has more than ${mostRows} rows of ${path}`);
  }
}
