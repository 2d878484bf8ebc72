export { drivers } from '../small-auth/drivers';
