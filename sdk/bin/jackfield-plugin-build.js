#!/usr/bin/env node
import { inRightNode } from './right-node.js';

await inRightNode(import.meta.url, () => import('../dist/build/main.js'));
