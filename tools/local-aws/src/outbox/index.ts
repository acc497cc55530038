export { writeMail, type OutgoingMail } from './write';
export { readOutbox, type OutboxMessage } from './read';
