module gatehouse.test/opinions

go 1.19
