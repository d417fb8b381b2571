/** The file that the schema of a contribution or an export is written to: `timeServers` and `time-servers` are one. */
export function schemaFile(name: string): string {
  return `schemas/${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.json`;
}
