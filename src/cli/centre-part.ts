// What runs the centre, and only there: the build makes a part of its own of it, which no client
// loads.
export * from './centre';
export * from './centre-held';
export * from './centre-users';
export { bringCentreUp } from './open-centre';
export * from './serve';
