import { Group, NativeSelect } from '@mantine/core';
import { PlaceSelect } from '../parts/index.ts';
import { roles, type Role } from '../session/index.ts';

export interface RoleAt {
  readonly role: Role;
  readonly at: string;
}

/** A role and the place that it holds at, and below. */
export function RoleFields({ value, change }: { readonly value: RoleAt; readonly change: (next: RoleAt) => void }) {
  return (
    <Group grow align="start">
      <NativeSelect label="Role" data={[...roles]} value={value.role} onChange={({ currentTarget }) => change({ ...value, role: roles.find((one) => one === currentTarget.value) ?? 'viewer' })} />
      <PlaceSelect label="At" value={value.at} change={(at) => change({ ...value, at })} />
    </Group>
  );
}
