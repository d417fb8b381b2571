export { addressFor, calledAddresses } from './assignments.ts';
export { DeviceFinder } from './device-finder.ts';
export { nameBeforeReplaced, replacedName, standingDevices } from './displaced.ts';
export { deviceUnknown } from './errors.ts';
export * from './inventory.ts';
export { linksOf, type Link, type LinkEnd, type LinkProof } from './links.ts';
export * from './migrations.ts';
export { macIn, stationsAt, type StationPlace } from './station-places.ts';
export { createInventory, type InventoryDependencies } from './stored-inventory.ts';
