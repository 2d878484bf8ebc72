import { fakeService } from '../fake-service';

fakeService('identity');
