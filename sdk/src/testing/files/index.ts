export { FileError, filesSchema, MemoryFiles, type FileAttributes, type FileErrorCode, type FilesInput } from './memory-files.ts';
