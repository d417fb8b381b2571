import { AuthFailed, NotReady, Unsupported, type HttpReader, type HttpResponse } from '@jackfield/sdk';

/** An object as the appliance sent it: nothing is known of its values. */
export type Fields = { readonly [name: string]: unknown };

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a status says, as an outcome; a body comes with 2xx only. */
export function accept({ status, body }: HttpResponse, path: string): string {
  if (status >= 200 && status < 300) return body;
  if (status === 401 || status === 403) throw new AuthFailed(`${path}: ${status}`);
  if (status === 429 || status >= 500) throw new NotReady(`${path}: ${status}`);
  throw new Unsupported(`${path}: ${status}`, { hint: 'Does this version of the appliance have the interface?' });
}

/** The JSON object at a path. Anything else there, a login page for one, is `Unsupported`. */
export async function getFields(http: HttpReader, path: string): Promise<Fields> {
  const body = accept(await http.get(path), path);
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = null;
  }
  if (!isFields(json)) throw new Unsupported(`${path} is not a JSON object: ${body.slice(0, 40)}`);
  return json;
}
