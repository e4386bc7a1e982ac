create sequence operation_th;
