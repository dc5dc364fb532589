// What a session loads when it first reads from git: it starts a process, and many a command needs none.
export { openBlobs } from '../git/blobs';
export { gitTree } from '../sources/git-tree';
