import { afterAll, beforeAll, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { run } from '../../core/src/cli/program.ts';
import { RecordingTerminal } from '../../core/src/cli/testing/recording-terminal.ts';
import { mayStartMachines } from './machine.ts';
import { describeWith } from './prerequisites.ts';
import { startRealHost, type RealHost } from './real-host.ts';
import { startSystemdMachine, type SystemdMachine } from './systemd-machine.ts';

/** A service that systemd does not start again by itself. */
const demo = '[Unit]\nDescription=Demo\n[Service]\nExecStart=/bin/sleep infinity\n';

// An archive on the machine itself: two versions of a package that holds nothing.
const archive = `set -e
mkdir -p /srv/archive /srv/lists && cd /srv/archive
for version in 1.0 2.0; do
  mkdir -p "build/DEBIAN"
  printf 'Package: jackfield-demo\\nVersion: %s\\nArchitecture: all\\nMaintainer: Lab <lab@example.org>\\nDescription: demo\\n' "$version" >build/DEBIAN/control
  dpkg-deb --build build "demo_$version.deb" >/dev/null
  { cat build/DEBIAN/control; printf 'Filename: ./demo_%s.deb\\nSize: %s\\nSHA256: %s\\n\\n' "$version" "$(stat -c %s "demo_$version.deb")" "$(sha256sum "demo_$version.deb" | cut -d' ' -f1)"; } >>Packages
done
rm -f /etc/apt/sources.list /etc/apt/sources.list.d/*
echo 'deb [trusted=yes] file:/srv/archive ./' >/etc/apt/sources.list
apt-get -q -o APT::Sandbox::User=root update >/dev/null 2>&1`;

describeWith(['sshd', 'ssh-keygen', 'fping', 'systemd-nspawn'], 'a whole machine from its installation to its end', () => {
  let machine: SystemdMachine;
  let host: RealHost;
  beforeAll(async () => {
    if (!mayStartMachines) return;
    machine = await startSystemdMachine('127.0.73.13', { 'demo.service': demo });
    await machine.run(archive);
    host = await startRealHost({
      networks: ['127.0.73.12/30'],
      plugins: { 'linux-server': { enabled: true, grant: 'write', settings: { unit: { settle: 1 }, services: { wanted: ['demo'] }, disks: { ignore: '^/(?!srv/full)' } } } },
      credentials: { lab: { kind: 'ssh', user: machine.user, privateKey: { file: machine.privateKeyFile } } },
      transports: { ssh: { port: machine.port, credentials: 'lab', connectTimeoutMs: 5_000, timeoutMs: 30_000 } },
    });
    await host.services.discovery.run({});
  }, 180_000);
  afterAll(async () => {
    await host?.[Symbol.asyncDispose]();
    await machine?.[Symbol.asyncDispose]();
  });

  const device = () => host.services.inventory.devices()[0];
  const apply = async (title: string, specs: readonly (readonly [resource: string, spec: object])[]) => {
    const changes = specs.map(([resource, spec]) => ({ device: device()?.name, resource: `linux-server/${resource}`, spec }));
    const plan = await host.services.changes.plan({ text: stringify({ title, waves: { sizes: ['100%'], soak: '1s' }, health: { checks: ['linux-server/clock'] }, changes }), file: 'change.yaml', person: 'ann' });
    return host.services.changes.apply({ plan, person: 'ann' });
  };
  /** All that is left to say of a change: what was planned and done, by whom, and how each step ended. */
  const evidence = async (change: string) => {
    const { changes, audit } = host.services;
    const [found, kept] = await Promise.all([changes.find(change), changes.findPlan(change)]);
    return {
      title: found?.title, person: found?.person, state: found?.state, message: found?.message, planned: kept?.plan.hash === found?.planHash,
      steps: found?.steps.map(({ resource, key: of, state, message }, at) => [resource, ...Object.values(of), state, message, Object.fromEntries((kept?.plan.steps[at]?.differences ?? []).map(({ path, before, after }) => [path, [before, after]]))]),
      audit: (await audit.list({ change, limit: 200 })).map(({ action, person, outcome }) => [action, person, outcome].join(' ')).filter((line, at, lines) => line !== lines[at - 1]).toReversed(),
    };
  };
  const key = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhc2VsaW5l ann@example.org';
  const baseline = [
    ['package', { name: 'jackfield-demo', version: '1.0' }],
    ['user', { name: 'orchard', uid: 4_242, comment: 'Site service', groups: ['adm'], keys: [key] }],
    ['sysctl', { name: 'net.ipv4.conf.all.rp_filter', value: '2' }],
    ['hostname', { name: 'leeds-app-1' }],
    ['file', { path: '/etc/cron.d/site', content: '0 3 * * * root true\n' }],
    ['unit', { name: 'demo.service', active: true }],
    ['timer', { name: 'site-copy', calendar: 'Mon..Fri 03:30', command: '/bin/true' }],
  ] as const;
  const seen = (): Promise<string> => machine.run(`dpkg-query -W jackfield-demo 2>/dev/null; if getent passwd orchard; then id -Gn orchard; cat /home/orchard/.ssh/authorized_keys; stat -c '%U %a' /home/orchard/.ssh/authorized_keys; fi
cat /proc/sys/kernel/hostname /proc/sys/net/ipv4/conf/all/rp_filter; cat /etc/hostname; cat /etc/sysctl.d/90-jackfield-* /etc/cron.d/site 2>/dev/null; systemctl is-active demo.service; if [ -e /etc/systemd/system/site-copy.timer ]; then systemctl show -p NextElapseUSecRealtime site-copy.timer | grep -o 03:30; systemctl is-enabled site-copy.timer; fi; ls /etc/systemd/system | grep site-copy; true`);

  test.skipIf(!mayStartMachines)('a baseline takes it to the standard of the site, the way back gives all of it up, and each undo leaves what was there but for the folder of the account', { timeout: 290_000 }, async () => {
    const before = await seen();
    const [hostname, filter] = (await machine.run('cat /proc/sys/kernel/hostname /proc/sys/net/ipv4/conf/all/rp_filter')).split('\n');
    const change = await apply('Baseline', baseline);
    expect(change).toMatchObject({ state: 'kept', message: null });
    const standard = await seen();
    expect(standard.split('\n').filter((line) => line !== '')).toEqual([
      'jackfield-demo\t1.0', 'orchard:x:4242:4242:Site service:/home/orchard:/bin/sh', 'orchard adm', key, 'orchard 600', 'leeds-app-1', '2', 'leeds-app-1',
      'net.ipv4.conf.all.rp_filter = 2', '0 3 * * * root true', 'active', '03:30', 'enabled', 'site-copy.service', 'site-copy.timer',
    ]);
    const done = { person: 'ann', state: 'kept', message: null, planned: true, audit: ['change.apply ann done', 'operation.write ann done', 'change.apply ann done'] };
    const gone = (state: object): object => Object.fromEntries(Object.entries(state).map(([field, [was, is]]) => [field, [is, was]]));
    const account = { exists: [false, true], uid: [null, 4_242], group: [null, 'orchard'], home: [null, '/home/orchard'], comment: [null, 'Site service'], shell: [null, '/bin/sh'], groups: [null, ['adm']], keys: [null, [key]] };
    const file = { exists: [false, true], encoding: [null, 'utf8'], content: [null, '0 3 * * * root true\n'], mode: [null, '0644'], uid: [null, 0], gid: [null, 0] };
    // Whole: what was so already, as the unit, was no step. Nothing else was planned, done, or told.
    expect(await evidence(change.id)).toEqual({ title: 'Baseline', ...done, steps: [
      ['package', 'jackfield-demo', 'verified', null, { installed: [null, '1.0'] }],
      ['user', 'orchard', 'verified', null, account],
      ['sysctl', 'net.ipv4.conf.all.rp_filter', 'verified', null, { running: [filter, '2'], kept: [null, '2'] }],
      ['hostname', 'verified', null, { running: [hostname, 'leeds-app-1'], kept: [hostname, 'leeds-app-1'] }],
      ['file', '/etc/cron.d/site', 'verified', null, file],
      ['timer', 'site-copy', 'verified', null, {
        timer: [null, '[Unit]\nDescription=Timer of site-copy\n\n[Timer]\nOnCalendar=Mon..Fri 03:30\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n'],
        service: [null, '[Unit]\nDescription=site-copy\n\n[Service]\nType=oneshot\nUser=root\nExecStart=/bin/true\n'], enabled: [false, true], active: [false, true],
      }],
    ] });
    expect(await apply('Baseline again', baseline)).toMatchObject({ state: 'kept', steps: [] });

    await machine.run("echo 'orchard:plum' | chpasswd");
    const shadow = await machine.run('getent shadow orchard | cut -d: -f2');
    const end = await apply('Decommission', [
      ['user', { name: 'orchard', exists: false }], ['package', { name: 'jackfield-demo', version: '2.0', held: true }], ['unit', { name: 'demo.service', active: false }],
      ['file', { path: '/etc/cron.d/site', exists: false }],
    ]);
    expect(end).toMatchObject({ state: 'kept' });
    expect(await evidence(end.id)).toEqual({ title: 'Decommission', ...done, steps: [
      ['user', 'orchard', 'verified', null, gone(account)], ['package', 'jackfield-demo', 'verified', null, { installed: ['1.0', '2.0'], held: [false, true] }],
      ['unit', 'demo.service', 'verified', null, { active: [true, false] }], ['file', '/etc/cron.d/site', 'verified', null, gone(file)],
    ] });
    expect(await machine.run('getent passwd orchard; dpkg-query -W jackfield-demo; apt-mark showhold; systemctl is-active demo.service; true')).toBe('jackfield-demo\t2.0\njackfield-demo\ninactive\n');
    expect(await host.services.changes.undo({ change: end.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await seen()).toBe(standard);
    expect(await machine.run('getent shadow orchard | cut -d: -f2; ls /var/lib/jackfield/users')).toBe(shadow);

    expect(await host.services.changes.undo({ change: change.id, person: 'ann' })).toMatchObject({ state: 'kept' });
    expect(await seen()).toBe(before);
  });

  test.skipIf(!mayStartMachines)('a unit that does not stay active is put back, and the change says why', { timeout: 120_000 }, async () => {
    await machine.run("printf '[Service]\\nExecStart=/bin/false\\n' >/etc/systemd/system/broken.service");
    expect(await apply('A unit that ends at once', [['unit', { name: 'broken.service', active: true }]])).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('broken.service') });
    for (const wrong of [{ calendar: 'Blursday' }, { calendar: 'daily', command: '/bin/absent' }]) {
      expect(await apply('A timer that cannot run', [['timer', { name: 'site-wrong', command: '/bin/true', ...wrong }]])).toMatchObject({ state: 'reverted-verified', message: expect.stringContaining('systemd-analyze') });
    }
    expect(await machine.run('ls /etc/systemd/system | grep site-wrong; true')).toBe('');
    await machine.run('rm /etc/systemd/system/broken.service; systemctl daemon-reload; systemctl reset-failed');
  });

  test.skipIf(!mayStartMachines)('a service that is killed, and a disk that fills up, become incidents with their cause, and end when they are mended', { timeout: 240_000 }, async () => {
    const id = device()?.id ?? '';
    const open = async (): Promise<string[]> => {
      for (const check of ['services', 'disks']) await host.services.health.checkNow(id, { check });
      return (await host.services.health.incidents({ status: 'open' })).filter(({ check }) => check === 'services' || check === 'disks').map(({ summary }) => summary).sort();
    };
    await machine.run('systemctl start demo.service; mkdir -p /srv/full; mount -t tmpfs -o size=4m tmpfs /srv/full');
    await expect.poll(open, { timeout: 30_000 }).toEqual([]);
    await machine.run('systemctl kill -s KILL demo.service; head -c 5000000 /dev/zero >/srv/full/log 2>/dev/null || true');
    await expect.poll(open, { timeout: 30_000 }).toEqual([expect.stringMatching(/\/srv\/full 100 % used, 0 B available, \/srv\/full\/log has 4 MiB/), expect.stringContaining('demo.service failed')]);
    await machine.run('systemctl reset-failed demo.service; systemctl start demo.service; rm /srv/full/log');
    await expect.poll(open, { timeout: 30_000 }).toEqual([]);
    const ended = await host.services.health.incidents({ status: 'resolved' });
    expect(ended).toEqual(expect.arrayContaining(['disks', 'services'].map((check) => expect.objectContaining({ check, openedAt: expect.any(String), resolvedAt: expect.any(String) }))));
  });

  test.skipIf(!mayStartMachines)('a power cut and a restart become incidents that say when it came back, what ended the run before and how long it was away', { timeout: 120_000 }, async () => {
    const id = device()?.id ?? '';
    const told = async (): Promise<string[]> => {
      await host.services.health.checkNow(id, { check: 'uptime' });
      return (await host.services.health.incidents({ device: id })).filter(({ check, status }) => check === 'uptime' && status === 'open').map(({ summary }) => summary);
    };
    await machine.cutPower();
    await expect.poll(told, { timeout: 30_000 }).toEqual([expect.stringMatching(/^Uptime: started at \d{4}-\d\d-\d\d \d\d:\d\d UTC, after a power cut, a reset or a crash: nothing shut it down; away for at most \d+ s$/)]);
    await machine.restart();
    await expect.poll(told, { timeout: 30_000 }).toEqual([expect.stringMatching(/, after a restart; away for \d+ s$/)]);
  });

  test.skipIf(!mayStartMachines)('a machine that loses its power under the host is one incident while it is away, ends it when it is back, and has all of it in its timeline', { timeout: 120_000 }, async () => {
    const { id = '', name = '' } = device() ?? {};
    const { health } = host.services;
    const down = async (status: 'open' | 'resolved') => (await health.incidents({ device: id, status })).filter(({ check }) => check === 'reachability over ssh').map(({ summary }) => summary);
    const look = async (check: string): Promise<void> => void (await health.checkNow(id, { check }));
    // What was wrong before, on a test machine under load, is no part of this.
    const before = (await health.incidents({ device: id, status: 'open' })).map((incident) => incident.id);
    const cut = Date.now();
    await machine.powerOff();
    const gone = Date.now();
    await expect.poll(() => look('load').then(() => look('memory')).then(() => down('open')), { timeout: 60_000 }).toEqual([expect.stringContaining(`${name} does not answer over ssh`)]);
    expect((await health.incidents({ device: id, status: 'open' })).filter((incident) => !before.includes(incident.id)).map(({ check }) => check)).toEqual(['reachability over ssh']);
    const on = Date.now();
    await machine.powerOn();
    await expect.poll(() => look('load').then(() => look('memory')).then(() => down('open')), { timeout: 60_000 }).toEqual([]);
    await expect.poll(() => look('uptime').then(() => health.incidents({ device: id, status: 'open' })), { timeout: 30_000 })
      .toContainEqual(expect.objectContaining({ check: 'uptime', summary: expect.stringMatching(/after a power cut, a reset or a crash: nothing shut it down; away for at most \d+ s$/) }));
    // The incident lasts as the outage did: it begins no sooner than the power went, and ends no sooner than it came back.
    const [outage] = (await health.incidents({ device: id, status: 'resolved' })).filter(({ check }) => check === 'reachability over ssh');
    expect(Date.parse(outage?.openedAt ?? '')).toBeGreaterThanOrEqual(cut);
    expect(Date.parse(outage?.openedAt ?? '')).toBeLessThanOrEqual(on);
    expect(Date.parse(outage?.resolvedAt ?? '')).toBeGreaterThanOrEqual(on);
    const [, away] = /away for at most (\d+) s$/.exec((await health.incidents({ device: id, status: 'open' })).find(({ check }) => check === 'uptime')?.summary ?? '') ?? [];
    expect(Number(away)).toBeGreaterThanOrEqual(Math.floor((on - gone) / 1_000));
    const terminal = new RecordingTerminal();
    expect(await run(['--config', host.configuration, 'device', name], terminal, new AbortController().signal)).toBe(0);
    // Newest first.
    const timeline = terminal.output.split('\n').filter((line) => /^\s*\d{4}-\d\d-\d\d .*(does not answer over ssh|after a power cut)/.test(line));
    expect(timeline.findIndex((line) => /resolved.*does not answer over ssh/.test(line))).toBeLessThan(timeline.findIndex((line) => /incident.*does not answer over ssh/.test(line)));
    expect(timeline).toContainEqual(expect.stringMatching(/incident.*after a power cut.*away for at most \d+ s/));
    expect(timeline).toContainEqual(expect.stringMatching(/resolved.*does not answer over ssh/));
  });
});
