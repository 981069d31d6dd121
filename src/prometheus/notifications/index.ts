// The public interface of the notifications.
export { Notifier, type AlertmanagerSource } from './notifier.ts';
