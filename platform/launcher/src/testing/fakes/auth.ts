import { fakeService } from '../fake-service';

fakeService('auth');
