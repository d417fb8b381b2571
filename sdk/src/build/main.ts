import { complaintLine } from './complaint.ts';
import { PluginBuild } from './plugin-build.ts';

await using build = new PluginBuild({ directory: process.cwd(), minify: true });
const { complaints } = await build.build({ load: true });
if (complaints.length > 0) {
  process.stderr.write(complaints.map((complaint) => `${complaintLine(complaint)}\n`).join(''));
  process.exitCode = 1;
}
