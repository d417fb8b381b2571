import { expect, test } from 'vitest';
import { copiesOf, readJobs } from './jobs.ts';

const bareos = `1000 OK: bareos-dir Version: 23.0.0
{
  "jsonrpc": "2.0",
  "id": null,
  "result": {
    "api": 2
  }
}
{
  "jsonrpc": "2.0",
  "id": null,
  "result": {
    "jobs": [
      { "jobid": "7", "name": "docs", "client": "files-fd", "type": "B", "level": "F", "jobstatus": "W", "starttime": "2026-11-27 02:00:00", "endtime": "2026-11-27 02:10:00", "jobtdate": "1795745400", "jobbytes": "4096" },
      { "jobid": "8", "name": "docs", "client": "files-fd", "type": "B", "level": "I", "jobstatus": "R", "jobtdate": "0", "jobbytes": "0" }
    ]
  }
}
You have messages.
`;

const bacula = `1000 OK: 103 d Version: 9.6.7
           JobId: 1,024
            Name: docs
            Type: B
           Level: I
      ClientName: files-fd
       JobStatus: T
       StartTime: 2026-11-27 02:00:00
         EndTime: 2026-11-27 02:10:00
        JobTDate: 1,795,745,400
        JobBytes: 0

           JobId: 1,025
            Name: check
            Type: V
       JobStatus: T
        JobTDate: 1,795,745,500
`;

test('Bareos tells jobs in JSON: with warnings is incomplete, and one that runs is no copy yet', () => {
  expect(copiesOf(readJobs(bareos))).toEqual([{ id: '7', host: 'files-fd', parts: ['docs'], time: 1_795_745_400_000, bytes: 4_096, newBytes: null, kind: 'F', suspicion: null, seconds: 600, outcome: 'incomplete' }]);
});

test('Bacula tells them in lines: an incremental copy of nothing new is a good one, and a verification is no copy', () => {
  expect(copiesOf(readJobs(bacula))).toEqual([{ id: '1,024', host: 'files-fd', parts: ['docs'], time: 1_795_745_400_000, bytes: null, newBytes: 0, kind: 'I', suspicion: null, seconds: 600, outcome: 'complete' }]);
});
