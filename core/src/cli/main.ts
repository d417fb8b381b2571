process.stdout.write('jackfield\n');
