import { defineError } from '../errors/index.ts';

export const deviceUnknown = defineError('JF4001', 'no such device', 'See "jackfield devices" for ids, names and addresses.');
export const proposalUnknown = defineError('JF4002', 'no such merge proposal', 'See "jackfield proposals"; it may have been decided already.');
export const nothingMerged = defineError('JF4003', 'nothing to split', 'This device was never merged with another one.');
