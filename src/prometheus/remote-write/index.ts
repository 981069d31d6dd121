// The public interface of remote write: samples go on to other servers as they are stored.
export { RemoteWrite } from './all.ts';
