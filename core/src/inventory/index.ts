export { addressFor, calledAddresses } from './assignments.ts';
export { deviceUnknown } from './errors.ts';
export * from './inventory.ts';
export * from './migrations.ts';
export { createInventory, type InventoryDependencies } from './stored-inventory.ts';
