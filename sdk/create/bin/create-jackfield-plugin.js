#!/usr/bin/env node
import { runCreate } from '@jackfield/sdk/create';

process.exitCode = await runCreate(process.argv.slice(2));
