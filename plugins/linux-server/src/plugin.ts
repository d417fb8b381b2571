import { definePlugin } from '@jackfield/sdk';
import manifest from '../package.json' with { type: 'json' };

export default definePlugin(manifest, {});
