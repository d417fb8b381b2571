export { AnswerPath, garbage, type Peer, type Way } from './answer-path.ts';
export { commonFaults, type CarriedFaults } from './common-faults.ts';
