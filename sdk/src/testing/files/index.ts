export { FileError, filesSchema, MemoryFiles, type FileAttributes, type FileErrorCode, type FilesInput } from './memory-files.ts';
export { demand, demandOwner, type FileUser } from './access.ts';
