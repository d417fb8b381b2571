import { startMachine, type RealMachine } from './machine.ts';

/**
 * An archive of RPMs at /srv for dnf and zypper, which see a machine of their own kind: apt and dpkg are out of sight, and a package that holds nothing
 * is installed in version 1.0; 2.0 mends a weakness and asks for a restart. Its cache and log are forgotten with the machine.
 */
const archive = `set -e
for folder in /var/cache /var/log /srv; do mount -t tmpfs tmpfs "$folder"; done
for program in apt-get dpkg-query; do mount --bind /dev/null "/usr/bin/$program"; done
mkdir -p /var/lib/rpm /etc/rpm /etc/yum.repos.d /etc/zypp/repos.d
# Debian's rpm keeps its database with the person who calls it.
echo '%_dbpath /var/lib/rpm' >/etc/rpm/macros
cd /srv
cat >demo.spec <<SPEC
Name: %{name}
Version: %{version}
Release: 1
Summary: demo
License: MIT
BuildArch: noarch
%if "%{version}" == "2.0"
Provides: installhint(reboot-needed)
%endif
%description
demo
%files
SPEC
for version in 1.0 2.0; do
  rpmbuild -bb --quiet -D 'name jackfield-demo' -D "version $version" -D '_topdir /srv/top' -D '_rpmdir /srv/archive' -D '_rpmfilename %{NAME}-%{VERSION}.rpm' demo.spec
done
rpm -i --quiet --force-debian --nodeps archive/jackfield-demo-1.0.rpm
createrepo_c -q archive
cat >updateinfo.xml <<ADVISORY
<updates><update from="lab" status="final" type="security" version="1"><id>LAB-1</id><title>demo</title><severity>Important</severity><issued date="2026-01-01 00:00:00"/><description>demo</description>
<pkglist><collection><package name="jackfield-demo" version="2.0" release="1" epoch="0" arch="noarch"><filename>jackfield-demo-2.0.rpm</filename></package></collection></pkglist></update></updates>
ADVISORY
modifyrepo_c updateinfo.xml archive/repodata >/dev/null
printf '[lab]\\nname=Lab\\nbaseurl=file:///srv/archive\\nenabled=1\\ngpgcheck=0\\n' | tee /etc/yum.repos.d/lab.repo >/etc/zypp/repos.d/lab.repo
dnf -q makecache
zypper -q -n --gpg-auto-import-keys refresh`;

/** A machine of RPMs. Needs root. */
export async function startRpmMachine(address: string): Promise<RealMachine> {
  await using started = new AsyncDisposableStack();
  const machine = started.use(await startMachine(address));
  await machine.run(archive);
  started.move();
  return machine;
}
